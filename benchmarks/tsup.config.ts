import { libraryBuild } from '../tsup.base';

export default libraryBuild({ entry: ['src/kernels.ts', 'src/step.ts'], platform: 'node', dts: false });
