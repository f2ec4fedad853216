// Joins Tasklist to the rest: a way back to our pages, and one sign-in and sign-out for all.
export default [
  {
    id: 'relais-workspace',
    pluginPoint: 'tasklist.navbar.action',
    priority: 1000,
    render(container, api, scope) {
      const link = document.createElement('a');
      link.href = '/';
      link.textContent = document.documentElement.lang === 'fr' ? 'Espace de travail' : 'Workspace';
      container.append(link);

      // The session is over: the server leads to our sign-in, and the part behind the hash comes back to this task.
      scope.$root.$on('authentication.login.required', event => {
        event.preventDefault();
        location.reload();
      });
      scope.$root.$on('authentication.logout.success', event => {
        event.preventDefault();
        location.assign('/login?out');
      });
    }
  },
  {
    id: 'relais-sign-in',
    pluginPoint: 'tasklist.login',
    render() {
      location.replace('/login');
    }
  }
];
