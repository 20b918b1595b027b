// A client of types made by openapi-typescript, and openapi-fetch: nothing here knows more of the server than its document says.
import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./generated/schema.js";

type Post = components["schemas"]["Post"];

const { TENON_URL, TENON_TOKEN } = process.env;
const client = createClient<paths, "application/json">({ baseUrl: TENON_URL!, headers: { Authorization: `Bearer ${TENON_TOKEN}` } });
const stranger = createClient<paths, "application/json">({ baseUrl: TENON_URL! });

async function create(title: string, published: boolean): Promise<Post> {
  const { data, error, response } = await client.POST("/api/v1/posts", { body: { title, body: "words", published } });
  assert.equal(error, undefined);
  assert.equal(response.status, 201);
  assert(data && !Array.isArray(data.data));
  assert.equal(response.headers.get("location"), `/api/v1/posts/${data.data.id}`);
  return data.data;
}

const first = await create("Fetch: apples, \"pears\" & more", true);
await create("Fetch: second", false);

// Several at once
const many = await client.POST("/api/v1/posts", { body: [{ title: "Fetch: a", body: "" }, { title: "Fetch: b", body: "" }] });
assert(many.data && Array.isArray(many.data.data));
assert.equal(many.data.data.length, 2);

// A list with filters, a sort, chosen fields, related rows, and a second page
const list = await client.GET("/api/v1/posts", {
  params: {
    query: {
      title: { startsWith: "Fetch: ", ne: "Fetch: a" },
      published: { eq: true },
      author: { isNull: false },
      "author.name": { in: "Nobody,Uma" },
      sort: ["-createdAt", "title"],
      fields: ["id", "title", "author"],
      include: ["author", "tags"],
      "fields[author]": ["name"],
      limit: 1,
    },
  },
});
assert(list.data, JSON.stringify(list.error));
assert.deepEqual(list.data.data.map((post) => post.title), [first.title]);
const author = list.data.data[0]!.author;
assert(author && typeof author === "object");
assert.equal(author.name, "Uma");
assert.deepEqual(list.data.data[0]!.tags, []);
assert.equal(list.data.meta.nextCursor, null);

const page = await client.GET("/api/v1/posts", { params: { query: { title: { startsWith: "Fetch: " }, limit: 3 } } });
assert(page.data?.meta.nextCursor);
const next = await client.GET("/api/v1/posts", { params: { query: { title: { startsWith: "Fetch: " }, limit: 3, cursor: page.data.meta.nextCursor } } });
assert.equal(next.data?.data.length, 1);

// One row, its version, and a change that needs it
const path = { id: first.id! };
const read = await client.GET("/api/v1/posts/{id}", { params: { path } });
assert.equal(read.data?.data.title, first.title);
const etag = read.response.headers.get("etag")!;
const changed = await client.PATCH("/api/v1/posts/{id}", { params: { path, header: { "If-Match": etag } }, body: { title: "Fetch: changed" } });
assert.equal(changed.data?.data.title, "Fetch: changed");
const late = await client.PATCH("/api/v1/posts/{id}", { params: { path, header: { "If-Match": etag } }, body: { title: "too late" } });
assert.equal(late.response.status, 412);
assert.equal(late.error?.error.code, "PRECONDITION_FAILED");

// Errors
const wrong = await client.POST("/api/v1/posts", { body: { title: "", body: "x".repeat(10001) } });
assert(wrong.error?.error.code === "VALIDATION_ERROR");
assert.deepEqual(wrong.error.error.details?.map((detail) => `${detail.field} ${detail.code}`), ["title length", "body length"]);
const missing = await client.GET("/api/v1/posts/{id}", { params: { path: { id: "019bc0e4-7d40-7000-8000-00000000dead" } } });
assert.equal(missing.error?.error.code, "NOT_FOUND");
const unknown = await stranger.GET("/api/v1/posts");
assert.equal(unknown.error?.error.code, "UNAUTHENTICATED");

// What the document does not have does not compile.
export const wrong_uses = [
  // @ts-expect-error: text is compared with text
  () => client.GET("/api/v1/posts", { params: { query: { title: { startsWith: 7 } } } }),
  // @ts-expect-error: truth has no order
  () => client.GET("/api/v1/posts", { params: { query: { published: { gte: true } } } }),
  // @ts-expect-error: there is no such field to sort by
  () => client.GET("/api/v1/posts", { params: { query: { sort: ["-createdOn"] } } }),
  // @ts-expect-error: a post needs a body
  () => client.POST("/api/v1/posts", { body: { title: "no body" } }),
  // @ts-expect-error: there is no such field to choose
  () => client.GET("/api/v1/posts", { params: { query: { fields: ["titel"] } } }),
  // @ts-expect-error: there is no such path
  () => client.POST("/api/v1/auth/enlist", { body: {} }),
];

// Sign up and in
const email = "fetch@example.org";
const registered = await stranger.POST("/api/v1/auth/register", { body: { email, name: "Fetch", password: "correct horse battery" } });
assert.equal(registered.data?.data.user.email, email);
const again = await stranger.POST("/api/v1/auth/login", { body: { email, password: "not this one" } });
assert.equal(again.response.status, 401);

const removed = await client.DELETE("/api/v1/posts/{id}", { params: { path } });
assert.equal(removed.response.status, 204);
console.log("done");
