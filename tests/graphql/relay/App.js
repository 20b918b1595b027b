// What a Relay client asks of the blog: its compiler reads this and judges the schema by its own rules.
const { graphql } = require("react-relay");

graphql`
  query AppQuery($id: ID!) {
    node(id: $id) { ...App_user }
    posts(first: 10) @connection(key: "App_posts") { edges { node { id title author { name } } } }
  }
`;

graphql`
  fragment App_user on User
  @refetchable(queryName: "AppUserQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 5 }, cursor: { type: "String" }) {
    name
    posts(first: $count, after: $cursor) @connection(key: "App_user_posts") {
      edges { node { id title tags(first: 3) { totalCount } } }
    }
  }
`;

graphql`
  fragment App_backwards on User
  @refetchable(queryName: "AppBackwardsQuery")
  @argumentDefinitions(count: { type: "Int", defaultValue: 5 }, cursor: { type: "String" }) {
    posts(last: $count, before: $cursor) @connection(key: "App_backwards_posts") { edges { node { id } } }
  }
`;

graphql`
  mutation AppMutation($input: CreatePostInput!, $connections: [ID!]!) {
    createPost(input: $input) {
      post @prependNode(connections: $connections, edgeTypeName: "PostEdge") { id title }
      errors { field code message }
    }
    deletePost(id: "x") { deletedId @deleteEdge(connections: $connections) }
  }
`;
