"use strict";

const asked = new URLSearchParams(window.location.search);
const welcome = `# What you see depends on who asks: put a token into "Headers" below,
# {"Authorization": "Bearer …"}, and fetch the schema again.

{
  __typename
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: window.location.pathname }),
    defaultQuery: welcome,
    query: asked.get("query") ?? undefined,
    variables: asked.get("variables") ?? undefined,
    inputValueDeprecation: true,
    // A token stays in this page.
    shouldPersistHeaders: false,
  }),
);
