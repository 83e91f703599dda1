import type { FaceVerificationResult } from '@cvg/metrics';

/** One recognition network, judged on the pairs. */
export interface VerifiedNetwork {
  /** Of its weights and batches. */
  readonly seed: number;
  /** Share of held-out images whose class it names, of those it learned from where nothing is held out; and of how many. */
  readonly recognition: { readonly accuracy: number; readonly n: number };
  readonly verification: FaceVerificationResult;
}

/** A mean over seeds, and the sample standard deviation over them: 0 for one seed. */
export interface OverSeeds {
  readonly mean: number;
  readonly deviation: number;
}

/** One row of Table 2: the networks that learned from one set of images. */
export interface VerificationRow {
  /** `no augmentation`, or what is added. */
  readonly name: string;
  /** The prepared folder that was added. */
  readonly folder?: string;
  /** Real images and generated ones that were learned from, and the classes of both. */
  readonly realImages: number;
  readonly addedImages: number;
  readonly classes: number;
  readonly accuracy: OverSeeds;
  /** Of the accuracy over folds, the mean over seeds. */
  readonly standardError: number;
  readonly auc: OverSeeds;
  /** Accuracy less that of the first row with the same seed. */
  readonly gain: OverSeeds;
  /** One a seed. */
  readonly networks: readonly VerifiedNetwork[];
}

/** What `verifyFaces` measured: `verification.json`. */
export interface Verification {
  readonly engine: string;
  readonly data: { readonly folder: string; readonly fingerprint: string };
  readonly photos: { readonly folder: string; readonly fingerprint: string };
  readonly steps: number;
  readonly flip: boolean;
  readonly seeds: readonly number[];
  /** Pairs that were judged, and how many folds they are in. */
  readonly pairs: number;
  readonly folds: number;
  /** Photos of the list that the prepared folder does not have; their pairs were not judged. */
  readonly missing: readonly string[];
  /** Classes that nothing was learned from because they show people of the pairs. */
  readonly leftOut: readonly string[];
  /** Table 2; the first row is without augmentation. */
  readonly rows: readonly VerificationRow[];
}
