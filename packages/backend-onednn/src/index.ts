export { registerOnednnBackend, type OnednnInfo, type OnednnOptions } from './register-onednn-backend.js';
export { OnednnUnavailableError } from './onednn-unavailable-error.js';
