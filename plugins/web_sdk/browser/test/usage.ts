// What an editor sees: compiled by the tests against the package's own types, never run.
import griot, { createGriot, type Griot, type Options } from 'griot-js';
import { GriotProvider, useGriot, useIdentify } from 'griot-js/react';
import type {} from 'griot-js/griot.js';

const options: Options = { endpoint: 'https://griot.example/v1/capture', consent: 'pending', persistence: 'memory' };
griot.init('wk', options);
griot.page();
griot.page('Home', { a: 1 });
griot.page({ a: 1 });
griot.track('signup', { plan: 'pro' });
griot.identify(42, { email: 'a@example.com' });
griot.consent('granted');
griot.reset();
const sent: Promise<void> = griot.flush();
const other: Griot = createGriot();
window.griot.track('from the script');

// @ts-expect-error an option that there is not
griot.init('wk', { writeKey: 'x' });
// @ts-expect-error a state that there is not
griot.consent('maybe');
// @ts-expect-error an event has a name
griot.track({ name: 'signup' });

export const used = [sent, other, GriotProvider, useGriot, useIdentify];
