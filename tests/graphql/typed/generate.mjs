// GraphQL Code Generator on a schema and the documents of an application. Arguments: schema file, documents file, output file.
import { readFileSync, writeFileSync } from "node:fs";

import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescript from "@graphql-codegen/typescript";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";

const [schema, documents, output] = process.argv.slice(2);
// Scalars travel as the reference says: numbers that JSON cannot hold and times are text.
const text = { input: "string", output: "string" };
const scalars = Object.fromEntries(["BigInt", "Bytes", "Date", "DateTime", "Decimal", "Email", "Time", "URL", "UUID"].map((name) => [name, text]));

writeFileSync(output, await codegen({
  schema: parse(readFileSync(schema, "utf8")),
  documents: [{ location: documents, document: parse(readFileSync(documents, "utf8")) }],
  filename: output,
  config: { scalars: { ...scalars, JSON: { input: "unknown", output: "unknown" } }, strictScalars: true, useTypeImports: true },
  plugins: [{ typescript: {} }, { operations: {} }, { typedDocumentNode: {} }],
  pluginMap: { typescript, operations, typedDocumentNode },
}));
