#include "api/graphql/served/served_schema.hpp"

#include "api/graphql/limits.hpp"
#include "api/graphql/served/test_served_schema.hpp"
#include "api/graphql/type_system/build.hpp"
#include "api/graphql/type_system/print.hpp"
#include "api/graphql/validation/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tenon::api::graphql {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ServedSchemaTest : public ::testing::Test {
 protected:
  ServedSchemaPtr as(std::string_view role) { return make_served_schema(model, testing::signed_in(*model, role)); }
  ServedSchemaPtr as_stranger() { return make_served_schema(model, testing::anonymous); }

  static std::string text(const ServedSchema& served, std::string_view type) {
    const NamedType* found = served.types().find_type(type);
    return found ? print(*found) : "there is no type " + std::string(type);
  }
  static std::string complaint(const ServedSchema& served, std::string document) {
    const auto parsed = parse_executable(std::move(document));
    if (!parsed) return parsed.error().front().message;
    const Errors errors = validate(served.types(), *parsed);
    return errors.empty() ? "" : errors.front().message;
  }

  schema::ModelPtr model = testing::shop_model();
};

TEST_F(ServedSchemaTest, ReadsBackAsItself) {
  for (const ServedSchemaPtr& served : {as("owner"), as("clerk"), as("customer"), as_stranger()}) {
    const std::string printed = print(served->types());
    const auto built = build_type_system(printed);
    ASSERT_TRUE(built) << built.error().front().message << printed;
    EXPECT_EQ(print(**built), printed);
  }
}

TEST_F(ServedSchemaTest, ServesRowsWithTheTypesOfTheSchema) {
  const std::string product = text(*as("owner"), "Product");
  EXPECT_THAT(product, HasSubstr("\"\"\"What is sold.\"\"\"\ntype Product implements Node {"));
  EXPECT_THAT(product, HasSubstr("  id: ID!\n"));
  EXPECT_THAT(product, HasSubstr("  \"\"\"As on the shelf.\"\"\"\n  name: String!\n"));
  EXPECT_THAT(product, HasSubstr("  price: Decimal!\n"));
  EXPECT_THAT(product, HasSubstr("  labels: [String!]\n"));
  EXPECT_THAT(product, HasSubstr("  colour: Colour\n"));
  EXPECT_THAT(product, HasSubstr("  oldName: String @deprecated(reason: \"Use name.\")\n"));
  EXPECT_THAT(product, HasSubstr("  supplierId: ID\n"));
  EXPECT_THAT(product, HasSubstr("  supplier: Supplier\n"));
  EXPECT_THAT(product, HasSubstr("): CategoryConnection!\n"));
  EXPECT_THAT(product, HasSubstr("  createdAt: DateTime!\n"));
}

TEST_F(ServedSchemaTest, TellsWhatTheSchemaSaysOfTheValuesOfAnEnum) {
  EXPECT_EQ(
      text(*as("owner"), "Colour"),
      "enum Colour {\n  red\n  green @deprecated(reason: \"Use blue.\")\n\n  \"\"\"Like the sea.\"\"\"\n  blue\n}");
}

TEST_F(ServedSchemaTest, KeepsTheLetterOfTheConnectionSpecification) {
  const auto served = as("owner");
  EXPECT_THAT(text(*served, "ProductConnection"), HasSubstr("edges: [ProductEdge!]!"));
  EXPECT_THAT(text(*served, "ProductConnection"), HasSubstr("pageInfo: PageInfo!"));
  EXPECT_THAT(text(*served, "ProductConnection"), HasSubstr("totalCount: Int!"));
  EXPECT_EQ(text(*served, "ProductEdge"), "type ProductEdge {\n  cursor: String!\n  node: Product!\n}");
  EXPECT_THAT(
      text(*served, "PageInfo"),
      HasSubstr("hasNextPage: Boolean!\n  hasPreviousPage: Boolean!\n  startCursor: String\n  endCursor: String\n"));
  const Field& products = *served->types().query()->find_field("products");
  for (const char* name : {"first", "after", "last", "before", "filter", "sort", "search"})
    EXPECT_TRUE(products.find_argument(name)) << name;
  EXPECT_FALSE(served->types().query()->find_field("orders")->find_argument("search"));
}

TEST_F(ServedSchemaTest, OffersTheOperatorsOfRest) {
  const auto served = as("owner");
  EXPECT_EQ(
      text(*served, "StringFilter"),
      "input StringFilter {\n  eq: String\n  ne: String\n  lt: String\n  lte: String\n  gt: String\n  gte: String\n"
      "  in: [String!]\n  nin: [String!]\n  contains: String\n  startsWith: String\n  endsWith: String\n"
      "  isNull: Boolean\n}");
  EXPECT_THAT(text(*served, "EmailFilter"), HasSubstr("eq: Email\n"));
  EXPECT_THAT(text(*served, "EmailFilter"), HasSubstr("endsWith: String\n"));
  EXPECT_EQ(text(*served, "JSONFilter"), "input JSONFilter {\n  isNull: Boolean\n}");
  EXPECT_EQ(
      text(*served, "ColourFilter"),
      "input ColourFilter {\n  eq: Colour\n  ne: Colour\n  in: [Colour!]\n  nin: [Colour!]\n  isNull: Boolean\n}");
  EXPECT_THAT(text(*served, "StringListFilter"), HasSubstr("has: String\n"));
  EXPECT_THAT(text(*served, "DecimalFilter"), Not(HasSubstr("contains")));
  const std::string filter = text(*served, "ProductFilter");
  EXPECT_THAT(filter, HasSubstr("and: [ProductFilter!]"));
  EXPECT_THAT(filter, HasSubstr("supplier: SupplierFilter"));
  EXPECT_THAT(filter, HasSubstr("supplierId: IDFilter"));
  EXPECT_THAT(filter, HasSubstr("categories: CategoryFilter"));
}

TEST_F(ServedSchemaTest, TakesInputAsRestDoes) {
  const auto served = as("owner");
  const std::string create = text(*served, "CreateProductInput");
  EXPECT_THAT(create, HasSubstr("name: String!"));
  EXPECT_THAT(create, HasSubstr("sku: String!"));
  EXPECT_THAT(create, HasSubstr("supplier: ID\n"));
  EXPECT_THAT(create, HasSubstr("categories: [BigInt!]"));
  for (const char* hidden : {"id:", "createdAt", "stock"}) EXPECT_THAT(create, Not(HasSubstr(hidden)));
  const std::string update = text(*served, "UpdateProductInput");
  EXPECT_THAT(update, HasSubstr("name: String\n"));
  EXPECT_THAT(update, Not(HasSubstr("sku")));
  EXPECT_THAT(text(*served, "CreateCustomerInput"), HasSubstr("pin: String"));
  EXPECT_THAT(text(*served, "Customer"), Not(HasSubstr("pin")));
  EXPECT_THAT(text(*served, "CustomerFilter"), Not(HasSubstr("pin")));
  EXPECT_THAT(text(*served, "CreateOrderInput"), Not(HasSubstr("buyer")));
}

TEST_F(ServedSchemaTest, TakesRowsOfListsInTheRowThatHasThem) {
  const auto served = as("owner");
  EXPECT_THAT(text(*served, "CreateSupplierInput"), HasSubstr("products: [SupplierProductsInput!]"));
  const std::string nested = text(*served, "SupplierProductsInput");
  EXPECT_THAT(nested, HasSubstr("sku: String!"));
  EXPECT_THAT(nested, Not(HasSubstr("supplier")));
  EXPECT_THAT(text(*served, "UpdateSupplierInput"), Not(HasSubstr("products")));
  // The buyer of an order is its owner.
  EXPECT_THAT(text(*served, "CreateCustomerInput"), Not(HasSubstr("orders")));
}

TEST_F(ServedSchemaTest, AnswersMutationsWithTheRowAndTheFaults) {
  const auto served = as("owner");
  EXPECT_THAT(text(*served, "CreateProductPayload"), HasSubstr("product: Product\n"));
  EXPECT_THAT(text(*served, "CreateProductsPayload"), HasSubstr("products: [Product!]\n"));
  EXPECT_THAT(text(*served, "DeleteProductPayload"), HasSubstr("deletedId: ID\n"));
  EXPECT_THAT(text(*served, "DeleteProductPayload"), HasSubstr("errors: [InputError!]!\n"));
  EXPECT_EQ(to_text(served->types().find_type("Mutation")->find_field("linkProductCategories")->arguments[1].type),
            "[BigInt!]!");
}

TEST_F(ServedSchemaTest, CountsAndSums) {
  const auto served = as("owner");
  EXPECT_THAT(text(*served, "ProductSum"), HasSubstr("price: Decimal\n"));
  EXPECT_THAT(text(*served, "ProductSum"), HasSubstr("stock: BigInt\n"));
  EXPECT_THAT(text(*served, "ProductAverage"), HasSubstr("stock: Float\n"));
  EXPECT_THAT(text(*served, "ProductExtremes"), HasSubstr("since: Date\n"));
  EXPECT_THAT(text(*served, "ProductGroupField"), HasSubstr("supplierId"));
  EXPECT_THAT(text(*served, "ProductGroup"), HasSubstr("supplierId: ID\n"));
}

TEST_F(ServedSchemaTest, HoldsOnlyWhatTheClassCanReach) {
  const auto stranger = as_stranger();
  EXPECT_FALSE(stranger->types().find_type("Order"));
  EXPECT_FALSE(stranger->types().find_type("Supplier"));
  EXPECT_FALSE(stranger->types().find_type("Customer"));
  EXPECT_FALSE(stranger->types().find_type("Role"));
  EXPECT_FALSE(stranger->types().query()->find_field("me"));
  EXPECT_FALSE(stranger->types().root(ast::OperationType::mutation));
  EXPECT_FALSE(stranger->types().find_type("Product")->find_field("cost"));
  EXPECT_FALSE(stranger->types().find_type("Product")->find_field("supplier"));
  EXPECT_TRUE(stranger->types().find_type("Product")->find_field("supplierId"));
  EXPECT_THAT(text(*stranger, "ProductFilter"), Not(HasSubstr("cost")));
  EXPECT_THAT(text(*stranger, "ProductSortField"), Not(HasSubstr("cost")));
  EXPECT_THAT(text(*stranger, "ProductSum"), Not(HasSubstr("cost")));

  const auto customer = as("customer");
  EXPECT_TRUE(customer->types().query()->find_field("me"));
  EXPECT_TRUE(customer->types().find_type("Mutation")->find_field("createOrder"));
  EXPECT_FALSE(customer->types().find_type("Mutation")->find_field("createProduct"));
  EXPECT_FALSE(customer->types().find_type("Customer")->find_field("notes"));
  EXPECT_FALSE(customer->types().find_type("UpdateCustomerInput")->find_input_field("role"));
}

TEST_F(ServedSchemaTest, AnswersForAHiddenNameAsForAnUnknownOne) {
  const auto stranger = as_stranger();
  EXPECT_EQ(complaint(*stranger, "{ products { nodes { cost } } }"),
            "Cannot query field \"cost\" on type \"Product\".");
  EXPECT_EQ(complaint(*stranger, "{ products { nodes { cozt } } }"),
            "Cannot query field \"cozt\" on type \"Product\".");
  EXPECT_EQ(complaint(*as("owner"), "{ products { nodes { cozt } } }"),
            "Cannot query field \"cozt\" on type \"Product\". Did you mean \"cost\"?");
  EXPECT_EQ(complaint(*stranger, "{ orders { totalCount } }"), "Cannot query field \"orders\" on type \"Query\".");
  EXPECT_EQ(complaint(*stranger, "query ($filter: OrderFilter) { products { totalCount } }"),
            complaint(*stranger, "query ($filter: OrderFilter) { products { totalCount } }"));
  EXPECT_EQ(
      complaint(*stranger, "mutation { createOrder { errors { code } } }").find("createOrder") == std::string::npos,
      complaint(*stranger, "mutation { xreateOrder { errors { code } } }").find("xreateOrder") == std::string::npos);
}

TEST_F(ServedSchemaTest, GivesFieldsTheSameTypeInEveryView) {
  const auto owner = as("owner");
  for (const ServedSchemaPtr& other : {as("clerk"), as("customer"), as_stranger()}) {
    for (const NamedType* type : other->types().types()) {
      if (type->introspection || type->name == "Query" || type->name == "Mutation") continue;
      const NamedType* widest = owner->types().find_type(type->name);
      ASSERT_TRUE(widest) << type->name;
      for (const Field& field : type->fields) {
        ASSERT_TRUE(widest->find_field(field.name)) << type->name << "." << field.name;
        EXPECT_EQ(to_text(field.type), to_text(widest->find_field(field.name)->type))
            << type->name << "." << field.name;
      }
    }
  }
}

TEST_F(ServedSchemaTest, MakesNullableWhatMayBeWithheld) {
  const auto owner = as("owner");
  EXPECT_EQ(to_text(owner->types().find_type("Order")->find_field("buyer")->type), "Customer");
  EXPECT_EQ(to_text(owner->types().find_type("Order")->find_field("buyerId")->type), "ID!");
  EXPECT_EQ(to_text(owner->types().find_type("Order")->find_field("product")->type), "Product!");
}

TEST_F(ServedSchemaTest, TellsWhatEverythingMeans) {
  const auto served = as("owner");
  const schema::Resource& product = *model->find_resource("Product");
  const NamedType& row = *served->types().find_type("Product");
  EXPECT_EQ(served->resource_of(row), &product);
  EXPECT_EQ(served->type_of(product), &row);
  EXPECT_EQ(served->meaning(*row.find_field("name")).field, product.find_field("name"));
  EXPECT_EQ(served->meaning(*row.find_field("supplierId")).role, FieldRole::key);
  EXPECT_EQ(served->meaning(*row.find_field("supplier")).role, FieldRole::to_one);
  EXPECT_EQ(served->meaning(*row.find_field("categories")).role, FieldRole::list_connection);
  EXPECT_EQ(served->meaning(*row.find_field("categories")).resource, model->find_resource("Category"));
  const NamedType& filter = *served->types().find_type("ProductFilter");
  EXPECT_EQ(served->meaning(*filter.find_input_field("or")).role, InputRole::any_of);
  EXPECT_EQ(served->meaning(*filter.find_input_field("supplierId")).field, product.find_field("supplier"));
  const NamedType& operators = filter.find_input_field("name")->type.named();
  EXPECT_EQ(served->meaning(*operators.find_input_field("startsWith")).comparison, query::Comparison::starts_with);
  EXPECT_EQ(served->field_of(*served->types().find_type("ProductSortField")->find_value("supplierId")),
            product.find_field("supplier"));
  for (const NamedType* type : served->types().types()) {
    if (type->introspection || type->kind != ast::TypeKind::object) continue;
    for (const Field& field : type->fields)
      EXPECT_NE(served->meaning(field).role, FieldRole::none) << type->name << "." << field.name;
  }
}

TEST_F(ServedSchemaTest, MakesEachClassOnce) {
  ServedSchemas schemas(model);
  const auto first = schemas.for_class(testing::anonymous);
  EXPECT_EQ(schemas.for_class(testing::anonymous), first);
  EXPECT_NE(schemas.for_class(testing::signed_in(*model, "owner")), first);
}

TEST(ServedSchemaNames, RefuseToHideOneThingBehindAnother) {
  const auto clash = testing::model_of(R"(
type A @resource @public(ops: [READ]) { b: StringFilter c: String }
enum StringFilter { x })");
  EXPECT_THROW(make_served_schema(clash, testing::anonymous), std::runtime_error);
}

TEST(ServedSchemaNames, LeaveNodeToASchemaThatHasIt) {
  const auto model = testing::model_of(R"(
type Node @resource @public(ops: [READ]) { parent: Node children: [Node!]! @relation(field: "parent") })");
  const auto served = make_served_schema(model, testing::anonymous);
  EXPECT_EQ(served->types().find_type("Node")->kind, ast::TypeKind::object);
  EXPECT_EQ(served->meaning(*served->types().query()->find_field("node")).role, FieldRole::row);
  EXPECT_TRUE(served->nodes().empty());
}

TEST(ServedSchemaNames, PreferAFieldOfTheSchemaToAKeyOfThatName) {
  const auto model = testing::model_of(R"(
type A @resource @public(ops: [READ]) { b: B bId: [C!]! }
type B @resource @public(ops: [READ]) { c: Int }
type C @resource @public(ops: [READ]) { a: A })");
  const auto served = make_served_schema(model, testing::anonymous);
  EXPECT_EQ(served->meaning(*served->types().find_type("A")->find_field("bId")).role, FieldRole::list_connection);
  EXPECT_TRUE(served->types().find_type("A")->find_field("b"));
  EXPECT_FALSE(served->types().find_type("ASortField")->find_value("bId"));
}

TEST_F(ServedSchemaTest, KeepKeysAndNumbersApart) {
  const auto numbers = testing::model_of(R"(
type A @resource @public(ops: [READ]) { b: B size: BigInt }
type B @resource @public(ops: [READ]) { id: BigInt! })");
  const auto served = make_served_schema(numbers, testing::anonymous);
  EXPECT_THAT(text(*served, "AFilter"), HasSubstr("bId: BigIntKeyFilter\n"));
  EXPECT_THAT(text(*served, "AFilter"), HasSubstr("size: BigIntFilter\n"));
  EXPECT_THAT(text(*served, "BigIntFilter"), HasSubstr("lte: BigInt\n"));
  EXPECT_THAT(text(*served, "BigIntKeyFilter"), Not(HasSubstr("lte:")));
}

TEST(ServedSchemaNames, AreReadableForEveryPath) {
  const auto model = testing::model_of(R"(
type BlogPost @resource(path: "blog-posts") @public(ops: [READ]) { a: Int }
type News @resource(path: "news") @public(ops: [READ]) { a: Int })");
  const auto served = make_served_schema(model, testing::anonymous);
  for (const char* name : {"blogPost", "blogPosts", "blogPostsAggregate", "news", "newsList"})
    EXPECT_TRUE(served->types().query()->find_field(name)) << name;
}

TEST(ServedSchemaEmpty, IsStillASchema) {
  const auto model = testing::model_of(R"(type A @resource @allow(ops: [READ], when: "auth.id != null") { a: Int })");
  const auto served = make_served_schema(model, testing::anonymous);
  EXPECT_EQ(served->meaning(*served->types().query()->find_field("nothing")).role, FieldRole::nothing);
  EXPECT_EQ(served->types().query()->fields.size(), 1U);
}

}  // namespace
}  // namespace tenon::api::graphql
