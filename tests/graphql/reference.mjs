// What graphql-js says about schemas and documents: reads jobs as JSON from the file named first, writes answers to the second.
//
// job:    {"sdl": text, "documents": [{"text": text, "variables": {...}}]}
// answer: {"types": {name: printed}, "introspection": {...}, "results": [{"errors": [...]} or {"variables": [...]}]}
import { readFileSync, writeFileSync } from "node:fs";
import {
  buildSchema, getIntrospectionQuery, getVariableValues, graphqlSync, Kind, parse, printType, validate, validateSchema,
} from "graphql";

const maxErrors = 50;

const plain = (error) => ({ message: error.message, locations: error.locations ?? [] });

function judge(schema, { text, variables }) {
  let document;
  try {
    document = parse(text);
  } catch (error) {
    return { errors: [plain(error)] };
  }
  const errors = validate(schema, document, undefined, { maxErrors });
  if (errors.length > 0) return { errors: errors.map(plain) };
  if (variables === undefined) return { errors: [] };
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const values = getVariableValues(schema, operation.variableDefinitions ?? [], variables, { maxErrors: 20 });
  return { errors: (values.errors ?? []).map(plain), variables: values.coerced };
}

function answer({ sdl, documents }) {
  const schema = buildSchema(sdl);
  const faults = validateSchema(schema);
  if (faults.length > 0) throw new Error(faults.map((fault) => fault.message).join("\n"));
  const types = Object.fromEntries(Object.values(schema.getTypeMap()).map((type) => [type.name, printType(type)]));
  const query = getIntrospectionQuery({
    specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true,
  });
  const introspection = { query, data: graphqlSync({ schema, source: query }).data };
  return { types, introspection, results: documents.map((document) => judge(schema, document)) };
}

const [input, output] = process.argv.slice(2);
writeFileSync(output, JSON.stringify(JSON.parse(readFileSync(input, "utf8")).map(answer)));
