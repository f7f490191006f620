export type Theme = 'system' | 'light' | 'dark';

// Runs before the first paint, as text in the page's head, so that no page flashes in the other theme.
export const themeScript = `(()=>{let t='system';try{t=localStorage.getItem('theme')||t}catch{}
const m=matchMedia('(prefers-color-scheme: dark)'),s=()=>{document.documentElement.dataset.theme=t==='system'?(m.matches?'dark':'light'):t};
s();m.addEventListener('change',s);addEventListener('griot-theme',e=>{t=e.detail;s()})})()`;

export function readTheme(): Theme {
  try {
    return (localStorage.getItem('theme') as Theme | null) ?? 'system';
  } catch {
    return 'system';
  }
}

export function chooseTheme(theme: Theme) {
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // A browser that keeps nothing: it holds for this page.
  }
  dispatchEvent(new CustomEvent('griot-theme', { detail: theme }));
}
