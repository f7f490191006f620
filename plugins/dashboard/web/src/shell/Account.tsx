'use client';
import { useState, useEffect } from 'react';
import { chooseTheme, readTheme, type Theme } from '@/app/theme';
import { request } from '@/api/client';
import { Menu } from '@/components/Menu/Menu';
import { useView } from '@/view/view';
import { toSignIn } from './Providers';

const next: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };

export function Account() {
  const { me } = useView();
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(readTheme()), []);
  const turn = () => {
    setTheme(next[theme]);
    chooseTheme(next[theme]);
  };
  return (
    <Menu label="Your account" className="control" items={[
      { label: `Theme: ${theme}`, run: turn },
      { label: `Sign out ${me.user.email}`, run: () => void request('POST', '/sign-out').finally(toSignIn) },
    ]}>
      <span aria-hidden>{(me.user.name || me.user.email).slice(0, 1).toUpperCase()}</span>
    </Menu>
  );
}
