import { libraryBuild } from '../tsup.base';

export default libraryBuild({ entry: ['src/kernels.ts'], platform: 'node', dts: false });
