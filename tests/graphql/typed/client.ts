// What an application does with generated types: every name and value below is known to the compiler. Arguments: address, token.
import { GraphQLClient } from "graphql-request";

import { CountsDocument, FeedDocument, WriteDocument, type PostFilter, type PostLineFragment } from "./generated.js";

declare const process: { argv: string[]; exit(code: number): never };

const [address, token] = process.argv.slice(2) as [string, string];
const client = new GraphQLClient(address, { headers: { Authorization: `Bearer ${token}` } });

function expect(given: unknown, wanted: unknown): void {
  const [left, right] = [JSON.stringify(given), JSON.stringify(wanted)];
  if (left !== right) throw new Error(`${left} instead of ${right}`);
}

function line(post: PostLineFragment): string {
  return `${post.title} by ${post.author?.name ?? "nobody"}: ${post.views + 0}`;
}

async function main(): Promise<void> {
  const { createPost } = await client.request(WriteDocument, { input: { title: "Typed", body: "B", published: true } });
  expect(createPost.errors, []);
  const post = createPost.post;
  if (!post) throw new Error("there is no post");
  expect(line(post), "Typed by ann: 0");
  expect(typeof post.createdAt, "string");

  const refused = await client.request(WriteDocument, { input: { title: "", body: "B" } });
  expect(refused.createPost, { post: null, errors: [{ field: "title", code: "length", message: refused.createPost.errors[0]?.message }] });

  const filter: PostFilter = { published: { eq: true }, or: [{ title: { startsWith: "Ty" } }, { author: { name: { eq: "nobody" } } }] };
  const { posts } = await client.request(FeedDocument, { filter, first: 5 });
  expect(posts.nodes.map(line), ["Typed by ann: 0"]);
  expect([posts.totalCount, posts.pageInfo.hasNextPage, posts.nodes[0]?.comments.totalCount], [1, false, 0]);

  const { postsAggregate } = await client.request(CountsDocument);
  const sum: string | null | undefined = postsAggregate[0]?.sum.views;
  expect([postsAggregate[0]?.group.published, postsAggregate[0]?.count, sum], [true, 1, "0"]);

  // What the schema does not have must not compile.
  // @ts-expect-error there is no such field to filter by
  const unknown: PostFilter = { titel: { eq: "x" } };
  // @ts-expect-error a title is a text
  const wrong: PostFilter = { title: { eq: 3 } };
  // @ts-expect-error the count of a page is asked for nowhere here
  void post.comments;
  void [unknown, wrong];
}

main().catch((fault: unknown) => {
  console.error(fault);
  process.exit(1);
});
