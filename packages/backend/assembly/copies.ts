/** Copies with strides: concatenation, slices, tiles, broadcasts, gathers. */

/** Copies `bytes` (a multiple of 4) from one place to another that does not overlap. */
export function copyRun(from: usize, to: usize, bytes: usize): void {
  if (bytes >= 512) {
    memory.copy(to, from, bytes);
    return;
  }
  for (; bytes >= 16; bytes -= 16) {
    v128.store(to, v128.load(from));
    from += 16;
    to += 16;
  }
  for (; bytes > 0; bytes -= 4) {
    store<u32>(to, load<u32>(from));
    from += 4;
    to += 4;
  }
}

/** Sets `size` floats to `value`. */
export function fill(to: usize, value: f32, size: i32): void {
  if (value == 0) {
    memory.fill(to, 0, (<usize>size) << 2);
    return;
  }
  const values = f32x4.splat(value);
  for (; size >= 4; size -= 4) {
    v128.store(to, values);
    to += 16;
  }
  for (; size > 0; size--) {
    store<f32>(to, value);
    to += 4;
  }
}

/** `rows` runs of `bytes` bytes (a multiple of 4), each side with its own distance between runs. */
export function copyRows(
  from: usize,
  fromBytes: usize,
  to: usize,
  toBytes: usize,
  rows: i32,
  bytes: usize,
): void {
  for (; rows > 0; rows--) {
    copyRun(from, to, bytes);
    from += fromBytes;
    to += toBytes;
  }
}

/** One row of {@link copyGrid}: `to[i] = from[i * step]`. */
function copyStepped(from: usize, step: i32, to: usize, size: i32): void {
  if (step == 1) {
    copyRun(from, to, (<usize>size) << 2);
  } else if (step == 0) {
    const value = v128.load32_splat(from);
    for (; size >= 4; size -= 4) {
      v128.store(to, value);
      to += 16;
    }
    for (; size > 0; size--) {
      v128.store32_lane(to, value, 0);
      to += 4;
    }
  } else {
    const bytes = (<usize>step) << 2;
    for (; size > 0; size--) {
      store<u32>(to, load<u32>(from));
      from += bytes;
      to += 4;
    }
  }
}

/** Fills a grid `[n0, ..., n5]` with the elements of `from` that lie `step` apart along each axis (0 repeats). */
export function copyGrid(
  from: usize,
  to: usize,
  n0: i32,
  n1: i32,
  n2: i32,
  n3: i32,
  n4: i32,
  n5: i32,
  s0: i32,
  s1: i32,
  s2: i32,
  s3: i32,
  s4: i32,
  s5: i32,
): void {
  for (let a = 0; a < n0; a++) {
    for (let b = 0; b < n1; b++) {
      for (let c = 0; c < n2; c++) {
        for (let d = 0; d < n3; d++) {
          let row = from + ((<usize>(a * s0 + b * s1 + c * s2 + d * s3)) << 2);
          for (let e = 0; e < n4; e++) {
            copyStepped(row, s5, to, n5);
            row += (<usize>s4) << 2;
            to += (<usize>n5) << 2;
          }
        }
      }
    }
  }
}

/** `output[segment, :] = sum of x[i, :] over segments[i] == segment`; ids outside `[0, numSegments)` are dropped. */
export function segmentSum(
  x: usize,
  segments: usize,
  rows: i32,
  channels: i32,
  output: usize,
  numSegments: i32,
): void {
  memory.fill(output, 0, (<usize>(numSegments * channels)) << 2);
  for (let row = 0; row < rows; row++) {
    const segment = load<i32>(segments + ((<usize>row) << 2));
    const from = x + ((<usize>(row * channels)) << 2);
    if (segment >= 0 && segment < numSegments) {
      const to = output + ((<usize>(segment * channels)) << 2);
      let c = 0;
      for (; c + 4 <= channels; c += 4) {
        const at = (<usize>c) << 2;
        v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(from + at)));
      }
      for (; c < channels; c++) {
        const at = (<usize>c) << 2;
        store<f32>(to + at, load<f32>(to + at) + load<f32>(from + at));
      }
    }
  }
}
