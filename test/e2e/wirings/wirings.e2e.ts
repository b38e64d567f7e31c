import { describeWirings } from './suite';

describeWirings('2.40');
