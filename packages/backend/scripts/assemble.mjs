/**
 * Compiles assembly/ to WebAssembly twice (plain SIMD, and relaxed SIMD with fused multiply-add) and writes both as
 * base64 to generated/wasm-kernels.ts, so that every bundler and every folder layout finds them.
 * Does nothing when the sources have not changed.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('../assembly/', import.meta.url));
const target = fileURLToPath(new URL('../generated/wasm-kernels.ts', import.meta.url));

const sources = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
);
const hash = createHash('sha256');
for (const [name, text] of Object.entries(sources)) hash.update(`${name}\0${text}\0`);
hash.update(readFileSync(fileURLToPath(import.meta.url)));
const fingerprint = hash.digest('hex');

/** Compiles all sources; `features` are WebAssembly features beyond SIMD. */
async function compile(features) {
  const outputs = {};
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      ...['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--importMemory', '--noExportMemory'],
      ...[
        '--initialMemory',
        '0',
        '--enable',
        'simd',
        ...features.flatMap((feature) => ['--enable', feature]),
      ],
      ...['--outFile', 'kernels.wasm', '--textFile', 'kernels.wat'],
    ],
    {
      readFile: (name) => sources[name] ?? null,
      writeFile: (name, contents) => {
        outputs[name] = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  if (process.env.CVG_WAT)
    writeFileSync(`${process.env.CVG_WAT}-${features.length}.wat`, outputs['kernels.wat']);
  const module = await globalThis.WebAssembly.compile(outputs['kernels.wasm']).catch(() => undefined);
  const imports = module ? globalThis.WebAssembly.Module.imports(module).map(({ name }) => name) : ['memory'];
  // The memory belongs to TensorFlow.js: a data segment or a heap of our own would overwrite its data.
  if (imports.join() !== 'memory' || /^ \(data /m.test(outputs['kernels.wat'])) {
    throw new Error(
      `The kernels must import only the memory and hold no data; imports: ${imports.join(', ')}.`,
    );
  }
  return Buffer.from(outputs['kernels.wasm']);
}

function upToDate() {
  try {
    return readFileSync(target, 'utf8').includes(fingerprint);
  } catch {
    return false;
  }
}

if (!upToDate()) {
  const plain = await compile([]);
  const relaxed = await compile(['relaxed-simd']);
  const text = `// Written by scripts/assemble.mjs from assembly/; sources ${fingerprint}.

/** The kernels compiled for SIMD. */
export const simdKernels =
  '${plain.toString('base64')}';

/** The kernels compiled for relaxed SIMD, with fused multiply-add. */
export const relaxedSimdKernels =
  '${relaxed.toString('base64')}';
`;
  mkdirSync(fileURLToPath(new URL('../generated/', import.meta.url)), { recursive: true });
  const temporary = `${target}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, target);
  const size = (bytes) =>
    `${(bytes.length / 1024).toFixed(1)} KiB (${(brotliCompressSync(bytes).length / 1024).toFixed(1)} compressed)`;
  console.log(`Kernels: SIMD ${size(plain)}, relaxed SIMD ${size(relaxed)}.`);
}
