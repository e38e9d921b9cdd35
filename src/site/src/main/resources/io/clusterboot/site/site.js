// Theme, search and highlighting. Runs from files, too: nothing is fetched.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const stored = (() => { try { return localStorage.getItem('theme'); } catch { return null; } })();
  root.dataset.theme = stored ?? (dark.matches ? 'dark' : 'light');

  const switchTheme = () => {
    root.dataset.theme = root.dataset.theme === 'dark' ? 'light' : 'dark';
    try { localStorage.setItem('theme', root.dataset.theme); } catch { /* not kept */ }
  };

  let search;
  const load = () => search ??= new Promise((resolve) => {
    const script = document.createElement('script');
    script.src = root.dataset.root + 'search-index.js';
    script.onload = () => {
      lunr.tokenizer.separator = /[\s\-.:/()=,'"]+/;
      const sections = new Map(window.searchIndex.map((section) => [section.id, section]));
      const index = lunr(function () {
        this.ref('id');
        this.field('heading', { boost: 5 });
        this.field('page', { boost: 2 });
        this.field('text');
        window.searchIndex.forEach((section) => this.add(section));
      });
      resolve((query) => {
        const terms = query.toLowerCase().split(lunr.tokenizer.separator).filter(Boolean);
        return index.query((search) => terms.forEach((term) => {
          search.term(term, { boost: 10 });
          search.term(term, { boost: 5, usePipeline: false, wildcard: lunr.Query.wildcard.TRAILING });
          search.term(term, { usePipeline: false, editDistance: term.length > 4 ? 1 : 0 });
        })).slice(0, 12).map((result) => ({ ...sections.get(result.ref), terms }));
      });
    };
    document.head.append(script);
  });

  const excerpt = (text, terms) => {
    const at = Math.max(0, text.toLowerCase().indexOf(terms[0] ?? '') - 40);
    return (at > 0 ? '… ' : '') + text.slice(at, at + 140);
  };

  const show = async (input, results) => {
    const query = input.value.trim();
    const found = query ? (await load())(query) : [];
    results.hidden = !query;
    results.replaceChildren(...found.map((section) => {
      const link = document.createElement('a');
      link.href = root.dataset.root + section.id;
      link.textContent = section.heading === section.page ? section.page : section.page + ' › ' + section.heading;
      const text = document.createElement('small');
      text.textContent = excerpt(section.text, section.terms);
      link.append(text);
      const item = document.createElement('li');
      item.append(link);
      return item;
    }));
    if (query && !found.length) {
      const nothing = document.createElement('p');
      nothing.textContent = 'Nothing found';
      results.append(nothing);
    }
  };

  document.addEventListener('DOMContentLoaded', () => {
    const input = document.getElementById('search');
    const results = document.getElementById('results');
    document.getElementById('theme').addEventListener('click', switchTheme);
    document.querySelector('nav.pages details').open = matchMedia('(min-width: 48rem)').matches;
    document.querySelectorAll('pre code[class]').forEach((code) => window.hljs?.highlightElement(code));
    input.addEventListener('focus', load);
    input.addEventListener('input', () => show(input, results));
    results.addEventListener('click', () => { results.hidden = true; });
    document.addEventListener('keydown', (event) => {
      const links = [...results.querySelectorAll('a')];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === '/' && document.activeElement !== input) {
        event.preventDefault();
        input.focus();
      }
      else if (event.key === 'Escape') {
        results.hidden = true;
      }
      else if (event.key === 'Enter' && document.activeElement === input && links.length) {
        links[0].click();
      }
      else if (step && !results.hidden && links.length) {
        event.preventDefault();
        links.at((links.indexOf(document.activeElement) + step + links.length + (step < 0 && links.indexOf(document.activeElement) < 0 ? 1 : 0)) % links.length).focus();
      }
    });
  });
})();
