import { poolWith } from './thi-ng-pool.mjs';

export { contract } from './thi-ng-pool.mjs';

export default poolWith({});
