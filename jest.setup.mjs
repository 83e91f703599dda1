import { expect } from '@jest/globals';
import { matchers, quietTensorflow } from '@cvg/test-utils';

expect.extend(matchers);
quietTensorflow();
