// Gives every test file the matchers that jest.setup.mjs installs.
import '@cvg/test-utils';
