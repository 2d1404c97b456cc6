// Runs before the first paint, so that a chosen theme never flashes. Without it the page follows the computer.
{
  const root = document.documentElement;
  root.dataset.js = '';
  try {
    const theme = localStorage.getItem('hansei-theme');
    if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  } catch {
    // Storage is switched off: the theme follows the computer.
  }
}
