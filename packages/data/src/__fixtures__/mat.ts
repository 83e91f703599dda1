import { readFileSync } from 'node:fs';

interface MatFixture {
  /** What the files hold, as NumPy says: the first dimension fastest. */
  readonly arrays: Readonly<Record<string, { readonly shape: number[]; readonly values: number[] }>>;
}

const json = JSON.parse(readFileSync(new URL('mat.json', import.meta.url), 'utf8')) as MatFixture &
  Readonly<Record<string, string>>;

export const matArrays = json.arrays;

/** A file of `mat.py`. */
export const matFile = (name: 'plain' | 'compressed' | 'imagelabels' | 'setid'): Uint8Array =>
  Uint8Array.from(Buffer.from(json[name] ?? '', 'base64'));
