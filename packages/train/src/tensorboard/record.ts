import { crc32c } from './crc32c.js';

/**
 * A record of a TFRecord file, the container of TensorBoard's event files: length (8 bytes, little endian), masked CRC-32C of the
 * length, data, masked CRC-32C of the data.
 */
export function frameRecord(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return record;
}

/** Rotated by 15 bits and shifted, so that the checksum of data that holds checksums is not a special value. */
function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
