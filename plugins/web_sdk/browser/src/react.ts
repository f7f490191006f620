import { createContext, createElement, useContext, useEffect, type ReactNode } from 'react';
import griot from './index.js';
import type { Griot, Options, Properties } from './types.js';

const Context = createContext<Griot>(griot);

export interface GriotProviderProps {
  writeKey: string;
  options?: Options;
  /** Another client than the page's own, as tests want it. */
  client?: Griot;
  children?: ReactNode;
}

/**
 * Starts the client once, in the browser only; navigation by any router (Next's too) is then seen by
 * itself. Changed props do not start it again.
 */
export const GriotProvider = ({ writeKey, options, client = griot, children }: GriotProviderProps) => {
  useEffect(() => client.init(writeKey, options), []);
  return createElement(Context.Provider, { value: client }, children);
};

export const useGriot = (): Griot => useContext(Context);

/** Says who is signed in, once for each id. */
export const useIdentify = (userId: string | number | null | undefined, traits?: Properties): void => {
  const client = useGriot();
  useEffect(() => {
    if (userId != null) client.identify(userId, traits);
  }, [client, userId]);
};
