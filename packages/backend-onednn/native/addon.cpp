// What JavaScript sees: the kernels by name, and the memory that tensors live in.

#include <algorithm>
#include <omp.h>
#include <string>
#include <sys/mman.h>
#include <vector>

#include "binding.h"
#include "convolution.h"
#include "copies.h"
#include "elementwise.h"
#include "heap.h"
#include "local-response.h"
#include "matrix-product.h"
#include "normalize.h"
#include "onednn.h"
#include "optimizers.h"
#include "pooling.h"
#include "reductions.h"

namespace {

/** The heaps of this thread, by number: each belongs to one backend, with whose ArrayBuffers its memory goes. */
std::vector<Heap>& heaps() {
  thread_local std::vector<Heap> all;
  return all;
}

int createHeap() {
  heaps().emplace_back();
  return static_cast<int>(heaps().size()) - 1;
}

std::uintptr_t allocate(int heap, double bytes) { return heaps().at(heap).allocate(static_cast<std::size_t>(bytes)); }
void release(int heap, std::uintptr_t address) { heaps().at(heap).release(address); }
double usedBytes(int heap) { return static_cast<double>(heaps().at(heap).used()); }

void setBfloat16(int isOn) { precision() = isOn != 0 ? Precision::bfloat16 : Precision::float32; }

void setThreads(int count) { omp_set_num_threads(count); }
int bfloat16IsNative() { return hasBfloat16() ? 1 : 0; }
int numThreads() { return omp_get_max_threads(); }

/** Maps a segment of memory and adds it to a heap; returns an ArrayBuffer over it, with which it is unmapped. */
napi_value reserve(napi_env env, napi_callback_info info) {
  napi_value arguments[2] = {}, buffer = nullptr;
  std::size_t count = 2;
  double heap = 0, wanted = 0;
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  napi_get_value_double(env, arguments[0], &heap);
  napi_get_value_double(env, arguments[1], &wanted);
  const auto bytes = static_cast<std::size_t>(wanted);
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    napi_throw_error(env, nullptr, ("onednn: out of memory, " + std::to_string(bytes) + " bytes were refused.").c_str());
    return nullptr;
  }
  // Pages of 2 MB: a tensor that is written for the first time costs a fraction of the page faults.
  madvise(memory, bytes, MADV_HUGEPAGE);
  const auto unmap = [](napi_env, void* data, void* size) { munmap(data, reinterpret_cast<std::size_t>(size)); };
  if (napi_create_external_arraybuffer(env, memory, bytes, unmap, reinterpret_cast<void*>(bytes), &buffer) != napi_ok) {
    munmap(memory, bytes);
    napi_throw_error(env, nullptr, "onednn: this JavaScript engine does not allow memory of its own.");
    return nullptr;
  }
  heaps().at(static_cast<std::size_t>(heap)).add(reinterpret_cast<std::uintptr_t>(memory), bytes);
  return buffer;
}

napi_value addressOf(napi_env env, napi_callback_info info) {
  napi_value argument = nullptr, result = nullptr;
  std::size_t count = 1, bytes = 0;
  void* memory = nullptr;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  napi_get_arraybuffer_info(env, argument, &memory, &bytes);
  napi_create_double(env, static_cast<double>(reinterpret_cast<std::uintptr_t>(memory)), &result);
  return result;
}

napi_value version(napi_env env, napi_callback_info) {
  const dnnl_version_t* library = dnnl::version();
  const std::string text =
      std::to_string(library->major) + "." + std::to_string(library->minor) + "." + std::to_string(library->patch);
  napi_value result = nullptr;
  napi_create_string_utf8(env, text.c_str(), text.size(), &result);
  return result;
}

napi_value initialize(napi_env env, napi_value exports) {
  const auto add = [&](const char* name, napi_callback function) {
    napi_value value = nullptr;
    napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value);
    napi_set_named_property(env, exports, name, value);
  };
  add("reserve", reserve);
  add("addressOf", addressOf);
  add("version", version);
#define EXPORT(name) add(#name, Binding<name>::call)
  EXPORT(createHeap);
  EXPORT(allocate);
  EXPORT(release);
  EXPORT(usedBytes);
  EXPORT(setBfloat16);
  EXPORT(bfloat16IsNative);
  EXPORT(setThreads);
  EXPORT(numThreads);
  EXPORT(convolution);
  EXPORT(matrixProduct);
  EXPORT(unary);
  EXPORT(binary);
  EXPORT(compare);
  EXPORT(selectFloats);
  EXPORT(fill);
  EXPORT(toFloats);
  EXPORT(copyGrid);
  EXPORT(resizeNearest);
  EXPORT(resizeNearestGradient);
  EXPORT(maxPool);
  EXPORT(maxPoolGradient);
  EXPORT(averagePool);
  EXPORT(averagePoolGradient);
  EXPORT(sumMiddle);
  EXPORT(softmax);
  EXPORT(batchNorm);
  EXPORT(batchNormTraining);
  EXPORT(batchNormTrainingGradient);
  EXPORT(biasActivation);
  EXPORT(biasActivationGradient);
  EXPORT(localResponse);
  EXPORT(localResponseGradient);
  EXPORT(adamStep);
  EXPORT(rmsPropStep);
  EXPORT(movingAverage);
#undef EXPORT
  return exports;
}

}  // namespace

NAPI_MODULE(cvg_onednn, initialize)
