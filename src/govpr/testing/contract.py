"""The contract that every platform keeps, ours or a ministry's own."""

from functools import partial

from govpr.models import Account, Media
from govpr.platforms.protocol import Outgoing, Platform
from govpr.testing import _almost, _capabilities, _conduct, _steps, _trouble
from govpr.testing.servers import Routes
from govpr.testing.subject import PART, PICTURE, Check, Subject

_ALL = (
    _conduct.it_declares_itself,
    _conduct.its_rules_agree_with_counting,
    _conduct.all_is_well,
    _conduct.calls_stay_on_declared_hosts,
    _conduct.publishing_has_one_effect,
    _conduct.replies_alone_decide,
    _conduct.no_call_carries_a_credential,
    _conduct.the_exact_words_are_sent,
    _conduct.a_part_keeps_its_key,
    _steps.it_closes_quietly,
    _trouble.refusals_are_typed_errors,
    _trouble.odd_answers_are_typed_errors,
    _almost.almost_right_answers_are_results_or_typed_errors,
    _trouble.lost_answers_come_out_unchanged,
)
_WHERE_ABLE = (
    ("upload", _capabilities.uploading_gives_a_handle),
    ("stage", _capabilities.staging_publishes_nothing),
    ("edit", _capabilities.editing_keeps_the_receipt),
    ("inspect", _capabilities.inspecting_changes_nothing),
    ("limits", _capabilities.limits_are_rules),
    ("find", _capabilities.finding_gives_the_receipt),
    ("find", _capabilities.finding_changes_nothing),
    ("revoke", _capabilities.revoking_has_an_effect),
    ("pace", _conduct.its_pace_has_a_source),
    ("handles", _conduct.its_handles_name_a_server),
    ("remembers", _conduct.its_memory_is_of_keys),
    ("metrics", _capabilities.metrics_name_the_post),
    ("sign_in", _capabilities.signing_in_sees_no_secret),
    ("share_link", _capabilities.share_links_carry_the_text),
)


def contract_checks(
    platform: Platform,
    account: Account,
    routes: Routes,
    *,
    absent: Routes | None = None,
    present: Routes | None = None,
    part: Outgoing = PART,
    media: Media = PICTURE,
) -> list[Check]:
    """The checks that a platform has to pass, one for each clause that concerns it.

    Args:
        platform: The adapter.
        account: An account on it, with the server that it needs.
        routes: What its service answers when all is well; see `scripted`. The answers fit `part`.
        absent: Answers that differ when the part is not there; needed for a platform that can `find`.
        present: Answers that differ when it is there, where `find` asks what `publish` asks as well.
        part: What is published; the same each time.
        media: What is uploaded.

    Example:
        The whole test of an adapter with pytest:

            CHECKS = contract_checks(Warta(), ACCOUNT, {"POST /api/posts": answer({"id": "7"}, 201)})

            @pytest.mark.parametrize("check", CHECKS, ids=str)
            def test_warta_keeps_the_contract(check):
                check()
    """
    told = {"routes": routes, "absent": absent or {}, "present": present or {}}
    return checks_of(Subject(platform=platform, account=account, part=part, media=media, **told))


def checks_of(subject: Subject) -> list[Check]:
    """The same checks, for a subject that other tests use too.

    Args:
        subject: A platform with all that is needed to talk with it.
    """
    platform = subject.platform
    able = [clause for ability, clause in _WHERE_ABLE if hasattr(platform, ability)]
    threads = [_capabilities.a_thread_is_tied] if platform.rules.parts > 1 else []
    return [Check(clause.__name__.replace("_", " "), partial(clause, subject)) for clause in (*_ALL, *able, *threads)]
