/**
 * The one door between Tasklist, the workspace's wizard and the modules' pages. A user task names its page in the process model (extension
 * property {@value io.relais.tasks.Tasks#PAGE}); this module finds it, opens it, passes the task from hand to hand and tells where to go
 * next. It knows no business module, and so every module may lean on it: that direction, other than first planned, lets a new process
 * bring its own pages without a line of Java here.
 */
@org.springframework.modulith.ApplicationModule(allowedDependencies = {"audit", "security", "web"})
package io.relais.tasks;
