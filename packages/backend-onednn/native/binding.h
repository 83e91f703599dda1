// Exposes plain functions of numbers and addresses to JavaScript. An address is a number there: 53 bits are enough.
#pragma once

#include <cstdint>
#include <exception>
#include <node_api.h>
#include <type_traits>
#include <utility>

template <typename T>
T argument(double value) {
  if constexpr (std::is_pointer_v<T>) {
    return reinterpret_cast<T>(static_cast<std::uintptr_t>(value));
  } else {
    return static_cast<T>(value);
  }
}

template <auto function>
struct Binding;

template <typename Result, typename... Arguments, Result (*function)(Arguments...)>
struct Binding<function> {
  static napi_value call(napi_env env, napi_callback_info info) {
    constexpr std::size_t arity = sizeof...(Arguments);
    napi_value values[arity + 1];
    double numbers[arity + 1] = {};
    std::size_t count = arity;
    napi_get_cb_info(env, info, &count, values, nullptr, nullptr);
    for (std::size_t index = 0; index < arity; index++) {
      if (index >= count || napi_get_value_double(env, values[index], &numbers[index]) != napi_ok) {
        napi_throw_type_error(env, nullptr, "onednn: a native function was called with something that is no number.");
        return nullptr;
      }
    }
    try {
      return invoke(env, numbers, std::index_sequence_for<Arguments...>{});
    } catch (const std::exception& error) {
      napi_throw_error(env, nullptr, error.what());
      return nullptr;
    }
  }

 private:
  template <std::size_t... indices>
  static napi_value invoke(napi_env env, const double* numbers, std::index_sequence<indices...>) {
    if constexpr (std::is_void_v<Result>) {
      function(argument<Arguments>(numbers[indices])...);
      return nullptr;
    } else {
      napi_value result = nullptr;
      napi_create_double(env, static_cast<double>(function(argument<Arguments>(numbers[indices])...)), &result);
      return result;
    }
  }
};
