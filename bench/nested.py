"""The same nested rows over REST and in GraphQL: a post, its author, its comments with theirs."""
import json

REST = "/api/v1/posts/ID?include=author,comments.author&limit[comments]=10"

QUERY = """query Read($id: ID!) {
  post(id: $id) {
    id title body published views createdAt updatedAt
    author { ...Person }
    comments(first: 10) { nodes { id body post: postId createdAt updatedAt author { ...Person } } }
  }
}
fragment Person on User { id email name role createdAt updatedAt }"""


def graphql_body():
    return json.dumps({"query": QUERY, "variables": {"id": "ID"}})


def check(rest, graphql):
    """The two answers have the same values."""
    post = graphql["data"]["post"]
    unwrapped = {**post, "comments": post["comments"]["nodes"]}
    assert rest["data"] == unwrapped, f"REST and GraphQL differ:\n{rest}\n{graphql}"
    assert rest["data"]["author"]["name"], rest
