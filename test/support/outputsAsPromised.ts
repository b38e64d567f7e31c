import { takeUnlikeSchemas } from './host/outputSchemas';

/** Whatever a test is about: what the nodes gave in it is what the editor promises of them. */
afterEach(() => expect(takeUnlikeSchemas()).toEqual([]));
