<?php
// The site's posts are then those of the JSON on stdin, with the times that it names, which no API lets one choose.
// Prints their ids.
$_SERVER['HTTP_HOST'] = 'localhost'; $_SERVER['REQUEST_URI'] = '/';
require getcwd() . '/wp-load.php';
$wpdb->query("DELETE FROM $wpdb->posts WHERE post_type IN ('post', 'revision')");
$wpdb->query('START TRANSACTION');
$ids = [];
foreach (json_decode(stream_get_contents(STDIN), true) as $post) {
    $id = wp_insert_post(['post_title' => $post['title'], 'post_content' => $post['content'] ?? '', 'post_status' => 'publish',
        'post_date' => $post['date'], 'post_author' => 1, 'tags_input' => $post['tags'] ?? []], true);
    $wpdb->update($wpdb->posts, ['post_modified' => $post['modified'], 'post_modified_gmt' => get_gmt_from_date($post['modified'])], ['ID' => $id]);
    $ids[] = $id;
}
$wpdb->query('COMMIT');
echo json_encode($ids);
