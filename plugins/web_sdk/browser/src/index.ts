import { createGriot } from './client.js';

export { createGriot } from './client.js';
export type { Consent, Griot, Options, Properties } from './types.js';

/** The client of this page. */
const griot = createGriot();
export default griot;
