export {
  registerOnednnBackend,
  type OnednnInfo,
  type OnednnOptions,
  type Precision,
} from './register-onednn-backend.js';
export { OnednnUnavailableError } from './onednn-unavailable-error.js';
