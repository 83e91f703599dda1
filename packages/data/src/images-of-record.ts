import { alignFace } from './align-face.js';
import { areaOfRecord, type Crop } from './area-of-record.js';
import type { FaceCropOptions, FaceLandmarks } from './canonical-face.js';
import { decode, type ResolvedDecodeOptions } from './decode-image.js';
import { decodePixels } from './decode-pixels.js';
import { ImageRejectedError } from './errors.js';
import { ExifTurn } from './exif-turn.js';
import { cropFaces, type FaceCropsOptions } from './face-crops.js';
import type { FaceDetector } from './face-detector.js';
import type { ImageRecord } from './image-record.js';
import { messageOf } from './message-of.js';

/** What images are made of a record: options that were checked before. */
export interface RecordCrop extends ResolvedDecodeOptions, FaceCropOptions, Pick<FaceCropsOptions, 'faces'> {
  readonly crop: Crop;
}

export interface RecordImage {
  /** `[size, size, channels]`, 0 to 255. */
  readonly pixels: Uint8Array;
  /** Of a face: where it is in the turned photo. */
  readonly landmarks?: FaceLandmarks;
}

/**
 * The images of a record: one, or of faces one or more.
 * @param bytes - Its file.
 * @param openDetector - Asked for the detector when the first face is to be found.
 * @throws ImageRejectedError - It cannot be used.
 */
export async function imagesOfRecord(
  root: string,
  record: ImageRecord,
  bytes: Uint8Array,
  options: RecordCrop,
  openDetector: () => Promise<FaceDetector>,
): Promise<readonly RecordImage[]> {
  const { crop, maxPixels } = options;
  if (crop === 'face') return facesOf(record, bytes, options, openDetector);
  const area = await areaOfRecord(root, record, crop, maxPixels);
  return [{ pixels: await decode(bytes, options, record.file, area) }];
}

async function facesOf(
  { file, box, landmarks }: ImageRecord,
  bytes: Uint8Array,
  options: RecordCrop,
  openDetector: () => Promise<FaceDetector>,
): Promise<readonly RecordImage[]> {
  const image = await decodePixels(bytes, options, file);
  if (landmarks !== undefined) {
    try {
      return [{ pixels: alignFace(image, landmarks, options), landmarks }];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ImageRejectedError(file, 'no-face', messageOf(error), { cause: error });
    }
  }
  const found = await (await openDetector()).detect(image);
  const crops = cropFaces(
    image,
    found,
    { ...options, box: box && (await ExifTurn.of(bytes)).box(box) },
    file,
  );
  return crops.map(({ pixels, face }) => ({ pixels, landmarks: face.landmarks }));
}
