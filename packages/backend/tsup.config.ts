import { libraryBuild } from '../../tsup.base';

export default libraryBuild({ entry: { index: 'src/index.ts', conformance: 'src/conformance/index.ts' } });
