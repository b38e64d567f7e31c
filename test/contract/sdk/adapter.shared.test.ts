import { adapterSteps } from './adapterSteps';

adapterSteps('shared');
