// Shows what the server says of itself. Once a token is entered, the document is asked for again: it is another one for each role.
"use strict";

let token = "";

const page = SwaggerUIBundle({
  dom_id: "#docs",
  url: "/openapi.json",
  validatorUrl: null, // would send the document to another host
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  filter: true,
  requestInterceptor(request) {
    const own = new URL(request.url, location.href).pathname === "/openapi.json";
    if (own && token) request.headers.Authorization = `Bearer ${token}`;
    return request;
  },
  onComplete() {
    page.getStore().subscribe(() => {
      const entered = page.authSelectors.authorized().getIn(["bearerAuth", "value"]) || "";
      if (entered === token) return;
      token = entered;
      page.specActions.download("/openapi.json");
    });
  },
});
