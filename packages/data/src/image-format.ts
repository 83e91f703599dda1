/** The image formats that are read. */
export type ImageFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'tiff' | 'avif';

const signatures: readonly { readonly format: ImageFormat; readonly pattern: RegExp }[] = [
  { format: 'jpeg', pattern: /^\xff\xd8\xff/ },
  { format: 'png', pattern: /^\x89PNG\r\n/ },
  { format: 'gif', pattern: /^GIF8[79]a/ },
  { format: 'webp', pattern: /^RIFF[^]{4}WEBP/ },
  { format: 'tiff', pattern: /^(II[*+]\0|MM\0[*+])/ },
  { format: 'avif', pattern: /^[^]{4}ftyp(avif|avis|mif1|msf1|heic|heix)/ },
];

/**
 * The format of an image by its first bytes; the name of a file says nothing. Vector formats and the many other types that
 * sharp opens are not among them, so no file of a data set reaches their parsers.
 * @returns Undefined if it is none of the formats that are read.
 */
export function imageFormat(bytes: Uint8Array): ImageFormat | undefined {
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  return signatures.find(({ pattern }) => pattern.test(start))?.format;
}
