import { createGriot } from './client';

export { createGriot } from './client';
export type { Consent, Griot, Options, Properties } from './types';

/** The client of this page. */
const griot = createGriot();
export default griot;
