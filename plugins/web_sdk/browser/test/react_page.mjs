// A page made with React, for chromium.mjs.
import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { GriotProvider, useGriot, useIdentify } from '../dist/react.js';

const Shop = () => {
  const griot = useGriot();
  useIdentify('u1', { plan: 'pro' });
  return createElement('button', { id: 'buy', onClick: () => griot.track('bought') }, 'Buy');
};

const root = document.body.appendChild(document.createElement('div'));
createRoot(root).render(createElement(StrictMode, null,
  createElement(GriotProvider, { writeKey: 'wk', options: { endpoint: window.door, flushInterval: 20 } },
    createElement(Shop))));
