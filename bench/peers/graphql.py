"""The operations in GraphQL, as Tenon and PostGraphile each name things; aliases make the answers the same."""
import json

import nested

TENON_POST = "id title body published views author: authorId createdAt updatedAt"
TENON_LIST = f"{{ posts(sort: [{{field: createdAt, direction: DESC}}], first: 20) {{ nodes {{ {TENON_POST} }} pageInfo {{ hasNextPage endCursor }} }} }}"

# In PostGraphile "id" is the id of Relay, so that its "rowId" is our "id".
POST = "id: rowId title body published views author: authorId createdAt updatedAt"
LIST = f"{{ posts: allPosts(orderBy: [CREATED_AT_DESC, PRIMARY_KEY_DESC], first: 20) {{ nodes {{ {POST} }} pageInfo {{ hasNextPage endCursor }} }} }}"
PERSON = "id: rowId email name role createdAt updatedAt"
NESTED = f"""query Read($id: UUID!) {{
  post: postByRowId(rowId: $id) {{
    id: rowId title body published views createdAt updatedAt
    author: userByAuthorId {{ ...Person }}
    comments: commentsByPostId(first: 10) {{ nodes {{ id: rowId body post: postId createdAt updatedAt author: userByAuthorId {{ ...Person }} }} }}
  }}
}}
fragment Person on User {{ {PERSON} }}"""
FIELDS = {"title": "A new post from the benchmark", "body": "x" * 200}


def case(query, **variables):
    return "POST", "/graphql", json.dumps({"query": query, **({"variables": variables} if variables else {})})


CASES = {
    "tenon": {
        "get": case(f"query Get($id: ID!) {{ post(id: $id) {{ {TENON_POST} }} }}", id="ID"),
        "list": case(TENON_LIST),
        "nested": case(nested.QUERY, id="ID"),
        "create": case(f"mutation Create($post: CreatePostInput!) {{ createPost(input: $post) {{ post {{ {TENON_POST} }} }} }}", post=FIELDS),
    },
    "postgraphile": {
        "get": case(f"query Get($id: UUID!) {{ post: postByRowId(rowId: $id) {{ {POST} }} }}", id="ID"),
        "list": case(LIST),
        "nested": case(NESTED, id="ID"),
        "create": case(f"mutation Create($post: PostInput!) {{ createPost(input: {{post: $post}}) {{ post {{ {POST} }} }} }}", post=FIELDS),
    },
}
