export { type Crop } from './area-of-record.js';
export { alignFace } from './align-face.js';
export { type BatchOrder } from './batch-order.js';
export { canonicalFace, type FaceCropOptions, type FaceLandmarks } from './canonical-face.js';
export { type DatasetBatches, type BatchesOptions } from './dataset-batches.js';
export { decodeImage, type DecodeOptions } from './decode-image.js';
export { decodePixels } from './decode-pixels.js';
export { type DataProgress, type ProgressOptions } from './decode-listing.js';
export { drawRecord, type DrawRecordOptions } from './draw-record.js';
export { detectDataset, type DetectedDataset } from './detect-dataset.js';
export { DataError, ImageRejectedError, NoImagesError } from './errors.js';
export { openFaceDetector, type FaceApiDetector, type FaceDetectorOptions } from './face-api-detector.js';
export { faceCrops, type FaceCrop, type FaceCropsOptions } from './face-crops.js';
export { mainFace, type DetectedFace, type FaceBox, type FaceDetector } from './face-detector.js';
export { readIdx, readIdxFile, type IdxArray, type IdxNumbers, type ReadIdxOptions } from './idx.js';
export { loadIdxDataset, type LoadIdxOptions } from './idx-dataset.js';
export { findIdxFiles, type IdxFiles, type IdxPair } from './idx-files.js';
export { datasetOf, type ImageDataset, type InOrderOptions } from './image-dataset.js';
export { type Box, type ImageListing, type ImageRecord, type Mask } from './image-record.js';
export { joinDatasets, type JoinDatasetsOptions } from './join-datasets.js';
export { lfwIdentities, readLfwPairs, readLfwPeople, type LfwPair, type LfwPerson } from './lfw.js';
export { loadImageFolder, type LoadedImageFolder, type LoadImageFolderOptions } from './load-image-folder.js';
export { loadImages } from './load-images.js';
export { type Manifest, type ManifestSource, type ManifestSplit } from './manifest.js';
export { openPreparedData, type OpenPreparedOptions, type PreparedData } from './open-prepared-data.js';
export { prepareFolder } from './prepare-folder.js';
export { prepareIdx, type PrepareIdxOptions } from './prepare-idx.js';
export { type PrepareOptions } from './prepare-options.js';
export { prepareRecords, type PrepareRecordsOptions } from './prepare-records.js';
export { type PrepareStart } from './prepared-writer.js';
export { DATASET_LAYOUTS, readDataset, type DatasetLayout } from './read-dataset.js';
export { readLandmarks } from './read-landmarks.js';
export { type RejectedFile, type RejectionReason } from './rejected-file.js';
export { type PixelImage } from './resample.js';
export {
  applyTransform,
  similarityTransform,
  type Point,
  type SimilarityTransform,
} from './similarity-transform.js';
export { type SelectOptions } from './select-records.js';
export { type SplitOptions } from './split-options.js';
export {
  type BatchSource,
  type ImageArray,
  type ImageBatch,
  type ImageBytes,
  type ImageShape,
  type JsonValue,
  type Split,
} from './types.js';
export { withLandmarks } from './with-landmarks.js';
export { writeGenerated, type GeneratedImages, type WrittenImages } from './write-generated.js';
