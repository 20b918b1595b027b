// A client made by @hey-api/openapi-ts: nothing here knows more of the server than its document says.
import assert from "node:assert/strict";
import { client } from "./generated/hey/client.gen";
import * as api from "./generated/hey/sdk.gen";
import type { Post } from "./generated/hey/types.gen";

const { TENON_URL, TENON_TOKEN } = process.env;
client.setConfig({ baseUrl: TENON_URL!, auth: () => TENON_TOKEN! });

async function create(title: string, published: boolean): Promise<Post> {
  const { data, response } = await api.createPost({ body: { title, body: "words", published } });
  assert.equal(response.status, 201);
  assert(data && !Array.isArray(data.data));
  return data.data;
}

async function main(): Promise<void> {
  const first = await create("Hey: apples, \"pears\" & more", true);
  await create("Hey: second", false);

  const list = await api.listPosts({
    query: {
      title: { startsWith: "Hey: ", contains: "&" },
      published: { eq: true },
      createdAt: { gte: "2020-01-01T00:00:00Z" },
      "author.name": { eq: "Uma" },
      sort: ["-createdAt", "title"],
      fields: ["id", "title", "author"],
      include: ["author"],
      page: 1,
      perPage: 10,
    },
  });
  assert(list.data, JSON.stringify(list.error));
  assert.deepEqual(list.data.data.map((post) => post.title), [first.title]);
  assert.equal(list.data.meta.total, 1);
  const author = list.data.data[0]!.author;
  assert(author && typeof author === "object");
  assert.equal(author.name, "Uma");

  const path = { id: first.id! };
  const read = await api.getPost({ path });
  assert.equal(read.data?.data.title, first.title);
  const etag = read.response.headers.get("etag")!;
  const changed = await api.updatePost({ path, headers: { "If-Match": etag }, body: { title: "Hey: changed" } });
  assert.equal(changed.data?.data.title, "Hey: changed");
  const replaced = await api.replacePost({ path, body: { title: "Hey: replaced", body: "new" } });
  assert.equal(replaced.data?.data.published, false);

  const comment = await api.createCommentsOfPost({ path, body: { body: "well said" } });
  assert.equal(comment.response.status, 201);
  const comments = await api.listCommentsOfPost({ path, query: { sort: ["createdAt"] } });
  assert.equal(comments.data?.data.length, 1);

  const late = await api.updatePost({ path, headers: { "If-Match": etag }, body: { title: "too late" } });
  assert(late.error && "error" in late.error);
  assert.equal(late.error.error.code, "PRECONDITION_FAILED");
  const wrong = await api.createPost({ body: { title: "", body: "" } });
  assert(wrong.error && "error" in wrong.error && wrong.error.error.code === "VALIDATION_ERROR");
  assert.equal(wrong.error.error.details?.[0]?.code, "length");

  const me = await api.me();
  assert.equal(me.data?.data.name, "Uma");
  const removed = await api.deletePost({ path });
  assert.equal(removed.response.status, 204);
  console.log("done");
}

main().catch((fault) => {
  console.error(fault);
  process.exit(1);
});
