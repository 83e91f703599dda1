/** Elementwise functions. Tensors are runs of `size` floats. */
import { exp4, log4, sigmoid4, softplus4, tanh4 } from './math';
import { loadLanes, storeLanes } from './tiles';

/** Codes of {@link unary}; the same list stands in src/wasm/kernels/elementwise.ts. */
const EXP: i32 = 0;
const LOG: i32 = 1;
const TANH: i32 = 2;
const SIGMOID: i32 = 3;
const SOFTPLUS: i32 = 4;
const SQRT: i32 = 5;
const RSQRT: i32 = 6;
const LEAKY_RELU: i32 = 7;

function expRun(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4) {
    const v = v128.load(x);
    v128.store(y, exp4(v));
    x += 16;
    y += 16;
  }
  const v = loadLanes(x, size);
  storeLanes(y, exp4(v), size);
}

function logRun(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4) {
    const v = v128.load(x);
    v128.store(y, log4(v));
    x += 16;
    y += 16;
  }
  const v = loadLanes(x, size);
  storeLanes(y, log4(v), size);
}

function tanhRun(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4) {
    const v = v128.load(x);
    v128.store(y, tanh4(v));
    x += 16;
    y += 16;
  }
  const v = loadLanes(x, size);
  storeLanes(y, tanh4(v), size);
}

function sigmoidRun(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4) {
    const v = v128.load(x);
    v128.store(y, sigmoid4(v));
    x += 16;
    y += 16;
  }
  const v = loadLanes(x, size);
  storeLanes(y, sigmoid4(v), size);
}

function softplusRun(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4) {
    const v = v128.load(x);
    v128.store(y, softplus4(v));
    x += 16;
    y += 16;
  }
  const v = loadLanes(x, size);
  storeLanes(y, softplus4(v), size);
}

function sqrtRun(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4) {
    const v = v128.load(x);
    v128.store(y, f32x4.sqrt(v));
    x += 16;
    y += 16;
  }
  const v = loadLanes(x, size);
  storeLanes(y, f32x4.sqrt(v), size);
}

function rsqrtRun(x: usize, y: usize, size: i32): void {
  for (; size >= 4; size -= 4) {
    const v = v128.load(x);
    v128.store(y, f32x4.div(f32x4.splat(1), f32x4.sqrt(v)));
    x += 16;
    y += 16;
  }
  const v = loadLanes(x, size);
  storeLanes(y, f32x4.div(f32x4.splat(1), f32x4.sqrt(v)), size);
}

function leakyReluRun(x: usize, y: usize, size: i32, alpha: f32): void {
  const slope = f32x4.splat(alpha);
  const zero = f32x4.splat(0);
  for (; size >= 4; size -= 4) {
    const v = v128.load(x);
    v128.store(y, v128.bitselect(f32x4.mul(v, slope), v, f32x4.lt(v, zero)));
    x += 16;
    y += 16;
  }
  const v = loadLanes(x, size);
  storeLanes(y, v128.bitselect(f32x4.mul(v, slope), v, f32x4.lt(v, zero)), size);
}

/** `y = f(x)`, the function given by its code. */
export function unary(code: i32, x: usize, y: usize, size: i32, alpha: f32): void {
  switch (code) {
    case EXP:
      return expRun(x, y, size);
    case LOG:
      return logRun(x, y, size);
    case TANH:
      return tanhRun(x, y, size);
    case SIGMOID:
      return sigmoidRun(x, y, size);
    case SOFTPLUS:
      return softplusRun(x, y, size);
    case SQRT:
      return sqrtRun(x, y, size);
    case RSQRT:
      return rsqrtRun(x, y, size);
    case LEAKY_RELU:
      return leakyReluRun(x, y, size, alpha);
  }
}

/** Codes of {@link binary}; the same list stands in src/wasm/kernels/elementwise.ts. */
const ADD: i32 = 0;
const SUB: i32 = 1;
const MULTIPLY: i32 = 2;
const DIVIDE: i32 = 3;
const MAXIMUM: i32 = 4;
const MINIMUM: i32 = 5;
const SQUARED_DIFFERENCE: i32 = 6;

function binary4(code: i32, a: v128, b: v128): v128 {
  switch (code) {
    case ADD:
      return f32x4.add(a, b);
    case SUB:
      return f32x4.sub(a, b);
    case MULTIPLY:
      return f32x4.mul(a, b);
    case DIVIDE:
      return f32x4.div(a, b);
    case MAXIMUM:
      return f32x4.max(a, b);
    case MINIMUM:
      return f32x4.min(a, b);
    case SQUARED_DIFFERENCE: {
      const difference = f32x4.sub(a, b);
      return f32x4.mul(difference, difference);
    }
    default:
      return a;
  }
}

/** One row: `output[i] = f(a[i * aStep], b[i * bStep])`, steps 0 or 1. */
function binaryRow(code: i32, a: usize, aStep: i32, b: usize, bStep: i32, output: usize, size: i32): void {
  if (aStep == 0) {
    const x = v128.load32_splat(a);
    for (; size >= 4; size -= 4) {
      v128.store(output, binary4(code, x, v128.load(b)));
      b += 16;
      output += 16;
    }
    storeLanes(output, binary4(code, x, loadLanes(b, size)), size);
  } else if (bStep == 0) {
    const y = v128.load32_splat(b);
    for (; size >= 4; size -= 4) {
      v128.store(output, binary4(code, v128.load(a), y));
      a += 16;
      output += 16;
    }
    storeLanes(output, binary4(code, loadLanes(a, size), y), size);
  } else {
    for (; size >= 4; size -= 4) {
      v128.store(output, binary4(code, v128.load(a), v128.load(b)));
      a += 16;
      b += 16;
      output += 16;
    }
    storeLanes(output, binary4(code, loadLanes(a, size), loadLanes(b, size)), size);
  }
}

/**
 * `output = f(a, b)` over a grid `[n0, n1, n2, n3]` with the elements of `a` and `b` that lie `step` apart; a step
 * of 0 broadcasts. The innermost steps are 0 or 1, not both 0.
 */
export function binary(
  code: i32,
  a: usize,
  b: usize,
  output: usize,
  n0: i32,
  n1: i32,
  n2: i32,
  n3: i32,
  a0: i32,
  a1: i32,
  a2: i32,
  a3: i32,
  b0: i32,
  b1: i32,
  b2: i32,
  b3: i32,
): void {
  for (let i = 0; i < n0; i++) {
    for (let j = 0; j < n1; j++) {
      let from = a + ((<usize>(i * a0 + j * a1)) << 2);
      let other = b + ((<usize>(i * b0 + j * b1)) << 2);
      for (let k = 0; k < n2; k++) {
        binaryRow(code, from, a3, other, b3, output, n3);
        from += (<usize>a2) << 2;
        other += (<usize>b2) << 2;
        output += (<usize>n3) << 2;
      }
    }
  }
}

/** Codes of {@link compare}; the same list stands in src/wasm/kernels/elementwise.ts. */
const GREATER: i32 = 0;
const GREATER_EQUAL: i32 = 1;
const LESS: i32 = 2;
const LESS_EQUAL: i32 = 3;
const EQUAL: i32 = 4;

function compare4(code: i32, a: v128, b: v128): v128 {
  switch (code) {
    case GREATER:
      return f32x4.gt(a, b);
    case GREATER_EQUAL:
      return f32x4.ge(a, b);
    case LESS:
      return f32x4.lt(a, b);
    case LESS_EQUAL:
      return f32x4.le(a, b);
    case EQUAL:
      return f32x4.eq(a, b);
    default:
      return f32x4.ne(a, b);
  }
}

/** `output[i] = a[i * aStep] ? b[i * bStep]` as bytes 0 and 1; steps 0 or 1. */
export function compare(
  code: i32,
  a: usize,
  aStep: i32,
  b: usize,
  bStep: i32,
  output: usize,
  size: i32,
): void {
  const aBytes = (<usize>aStep) << 2;
  const bBytes = (<usize>bStep) << 2;
  for (; size >= 4; size -= 4) {
    const x = aStep == 0 ? v128.load32_splat(a) : v128.load(a);
    const y = bStep == 0 ? v128.load32_splat(b) : v128.load(b);
    const mask = v128.and(compare4(code, x, y), i32x4.splat(1));
    const words = i16x8.narrow_i32x4_u(mask, mask);
    v128.store32_lane(output, i8x16.narrow_i16x8_u(words, words), 0);
    a += 4 * aBytes;
    b += 4 * bBytes;
    output += 4;
  }
  for (; size > 0; size--) {
    const mask = compare4(code, v128.load32_splat(a), v128.load32_splat(b));
    store<u8>(output, <u8>(i32x4.extract_lane(mask, 0) & 1));
    a += aBytes;
    b += bBytes;
    output += 1;
  }
}

/** `output = condition ? yes : no`, the condition one byte an element. */
export function select(condition: usize, yes: usize, no: usize, output: usize, size: i32): void {
  for (; size >= 4; size -= 4) {
    const bytes = i16x8.extend_low_i8x16_u(v128.load32_zero(condition));
    const mask = i32x4.ne(i32x4.extend_low_i16x8_u(bytes), i32x4.splat(0));
    v128.store(output, v128.bitselect(v128.load(yes), v128.load(no), mask));
    condition += 4;
    yes += 16;
    no += 16;
    output += 16;
  }
  for (; size > 0; size--) {
    store<f32>(output, load<u8>(condition) != 0 ? load<f32>(yes) : load<f32>(no));
    condition += 1;
    yes += 4;
    no += 4;
    output += 4;
  }
}
