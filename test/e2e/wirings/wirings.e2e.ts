import { World } from '../support/world';
import { describeWirings } from './suite';

describeWirings('n8n 2.40', async () => await World.start());
