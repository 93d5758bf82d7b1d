//! A session in this process, on an index that another process changes.

use vigie::search::{Match, Request};
use vigie::session::{Session, understood};
use vigie::settings::{Given, resolve};

use crate::harness::Project;

/// How many articles an open session finds.
fn check(session: &Session, query: &str, expected: u64) {
    let request = Request { matching: Match::All, ..session.request(query) };
    let parsed = understood(query, true).unwrap();
    let response = session.engine().unwrap().search(&request, &parsed).unwrap();
    assert_eq!(response.articles, expected, "{query}");
}

#[test]
fn a_session_sees_what_the_program_has_indexed() {
    let project = Project::new().file("a.txt", "Des puces pour la Chine.").indexed();
    let session = Session::open(&resolve(&project.path(""), Given::default()).unwrap());
    check(&session, "puces", 1);
    let project = project.file("b.txt", "Des puces encore.");
    check(&session, "puces", 1);
    project.run(["index"]).expect(0);
    check(&session, "puces", 2);
    project.remove("corpus/a.txt");
    project.run(["index", "--rebuild"]).expect(0);
    check(&session, "puces", 1);
    check(&session, "Chine", 0);
}
