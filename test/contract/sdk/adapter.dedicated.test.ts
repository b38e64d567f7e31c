import { adapterSteps } from './adapterSteps';

adapterSteps('dedicated');
