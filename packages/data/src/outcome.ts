import { z } from 'zod';
import type { FaceLandmarks } from './canonical-face.js';
import { REJECTION_REASONS, type RejectedFile } from './rejected-file.js';

/** x and y of the five landmarks of a face, one after the other, to 1/100 pixel. */
export const landmarkRow = z.array(z.number()).length(10);
export const rejectedFile = z.object({
  file: z.string(),
  reason: z.enum(REJECTION_REASONS),
  detail: z.string(),
});

/** What became of a record: one image or several, or none. */
export type Outcome = RejectedFile | AcceptedFile;

/** A file that gave images. */
export interface AcceptedFile {
  /** A hash of its bytes. */
  readonly content: string;
  /** Of each image the landmarks it was aligned by; without them it is one image. */
  readonly landmarks?: readonly (readonly number[])[];
}

/** An outcome as it is written down. */
export const outcomeSchema = z.union([
  rejectedFile,
  z.object({ content: z.string(), landmarks: z.array(landmarkRow).min(1).optional() }),
]);

/** How many images there are of it. */
export const imagesOf = (outcome: Outcome): number =>
  'content' in outcome ? (outcome.landmarks?.length ?? 1) : 0;

export const toLandmarkRow = (landmarks: FaceLandmarks): readonly number[] =>
  landmarks.flat().map((value) => Math.round(value * 100) / 100);
