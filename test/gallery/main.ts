/** The development gallery: `npx vite`, then /test/gallery/ (?part=controls, frames, charts or print; ?theme=dark or light). */
import { mount } from 'svelte';
import Gallery from '../../src/ui/gallery/Gallery.svelte';

const asked = new URLSearchParams(location.search);
const parts = ['all', 'controls', 'frames', 'charts', 'print'] as const;
const theme = asked.get('theme');
if (theme) document.documentElement.dataset['theme'] = theme;
const target = document.getElementById('gallery');
if (target) mount(Gallery, { target, props: { part: parts.find((part) => part === asked.get('part')) ?? 'all' } });
