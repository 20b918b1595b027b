// GraphQL over HTTP, judged by the audits of graphql-http and used by a real client: `node over_http.mjs URL TOKEN`. Prints what is
// wrong, one line each, and nothing when all is well.
import { serverAudits } from "graphql-http";
import { GraphQLClient, gql } from "graphql-request";

const [url, token] = process.argv.slice(2);
const faults = [];
const expect = (truth, message) => truth || faults.push(message);

for (const audit of serverAudits({ url, fetchFn: fetch })) {
  const result = await audit.fn();
  if (result.status !== "ok") faults.push(`audit ${result.id} ${result.name}: ${result.status} ${result.reason}`);
}

const client = new GraphQLClient(url, { headers: { authorization: `Bearer ${token}` } });
const made = await client.request(
  gql`
    mutation ($input: CreatePostInput!) {
      createPost(input: $input) { post { id title author { name } } errors { field code message } }
    }
  `,
  { input: { title: "Hello", body: "World", published: true } },
);
expect(made.createPost.post?.title === "Hello", `createPost: ${JSON.stringify(made)}`);
expect(made.createPost.errors.length === 0, "createPost has errors");

const wrong = await client.request(gql`mutation { createPost(input: { title: "", body: "" }) { post { id } errors { field code } } }`);
expect(wrong.createPost.errors[0]?.code === "length", `faults: ${JSON.stringify(wrong)}`);

for (const method of ["POST", "GET"]) {
  const reader = new GraphQLClient(url, { method, headers: { authorization: `Bearer ${token}` } });
  const read = await reader.request(
    gql`query Posts($first: Int!) { posts(first: $first, filter: { title: { eq: "Hello" } }) { totalCount edges { cursor node { id comments { totalCount } } } pageInfo { endCursor } } }`,
    { first: 5 },
  );
  expect(read.posts.totalCount === 1 && read.posts.edges[0].cursor === read.posts.pageInfo.endCursor, `${method}: ${JSON.stringify(read)}`);
}

try {
  await client.request(gql`{ posts(first: 100000) { totalCount } }`);
  faults.push("a page beyond the limit was given");
} catch (error) {
  expect(error.response?.errors?.[0]?.extensions?.code === "BAD_REQUEST", `code: ${JSON.stringify(error.response)}`);
  expect(error.response?.errors?.[0]?.path?.[0] === "posts", "the error has no path");
}

for (const fault of faults) console.log(fault);
