import { World } from '../support/world';
import { describeWirings } from './suite';

describeWirings('n8n 2.8', async () => await World.start({ version: '2.8' }));
