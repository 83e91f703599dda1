import { libraryBuild } from '../tsup.base';

export default libraryBuild({ entry: ['src/bench.ts'], platform: 'node', dts: false });
