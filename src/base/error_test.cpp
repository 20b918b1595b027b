#include "base/error.hpp"

#include "base/result.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tenon::base {
namespace {

TEST(ErrorTable, NamesAreDistinctAndStatusesInTheRangeOfErrors) {
  std::set<std::string_view> names;
  for (const ErrorInfo& row : error_table()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_GE(row.http_status, 400);
    EXPECT_LE(row.http_status, 599);
    EXPECT_FALSE(row.phrase.empty());
    EXPECT_EQ(&error_info(row.code), &row);
  }
}

TEST(ErrorTable, HasTheStatusesOfTheContract) {
  EXPECT_EQ(error_info(ErrorCode::bad_request).http_status, 400);
  EXPECT_EQ(error_info(ErrorCode::unauthenticated).http_status, 401);
  EXPECT_EQ(error_info(ErrorCode::not_found).http_status, 404);
  EXPECT_EQ(error_info(ErrorCode::conflict).http_status, 409);
  EXPECT_EQ(error_info(ErrorCode::validation).http_status, 422);
  EXPECT_EQ(error_info(ErrorCode::validation).name, "VALIDATION_ERROR");
  EXPECT_EQ(error_info(ErrorCode::too_expensive).http_status, 422);
  EXPECT_EQ(error_info(ErrorCode::too_expensive).name, "TOO_EXPENSIVE");
  EXPECT_EQ(error_info(ErrorCode::too_many_requests).http_status, 429);
  EXPECT_EQ(error_info(ErrorCode::internal).http_status, 500);
  EXPECT_EQ(error_info(ErrorCode::unavailable).http_status, 503);
}

TEST(Error, FallsBackToThePhraseOfItsCode) {
  EXPECT_EQ(Error(ErrorCode::not_found).text(), "Not found");
  EXPECT_EQ(Error(ErrorCode::not_found, "No such post").text(), "No such post");
}

TEST(Error, KeepsAnInternalCauseOutOfItsText) {
  const Error error = internal_error("no such table: secrets");
  EXPECT_EQ(error.code, ErrorCode::internal);
  EXPECT_EQ(error.text(), "Something went wrong");
  EXPECT_EQ(error.cause, "no such table: secrets");
}

TEST(Error, NamesTheFieldOfAValidationFault) {
  const Error error = validation_error("email", "format", "must be an e-mail address");
  EXPECT_EQ(error.code, ErrorCode::validation);
  EXPECT_EQ(error.details, (std::vector<ErrorDetail>{{"email", "format", "must be an e-mail address"}}));
}

Result<int> half(int number) {
  if (number % 2) return unexpected(Error(ErrorCode::bad_request, "odd"));
  return number / 2;
}

Result<int> quarter(int number) {
  TENON_TRY(once, half(number));
  TENON_TRY_VOID(half(once));
  TENON_TRY(twice, half(once));
  return twice;
}

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(quarter(12), 3);
  EXPECT_EQ(quarter(6).error().message, "odd");
  EXPECT_EQ(quarter(3).error().message, "odd");
}

}  // namespace
}  // namespace tenon::base
