/** The slow judge, beside the kernel: the specification's own walk over a trial, and nothing else. */
export { explain, explainDerived, type Explanation } from '../../properties/walk.js';
